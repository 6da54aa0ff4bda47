// The page says which language it speaks, and Gradio's own messages speak it too.
(() => {
  const isChinese = navigator.language.toLowerCase().startsWith('zh');
  document.documentElement.lang = isChinese ? 'zh-CN' : 'en';
  if (!isChinese) return;
  const sentences = SENTENCES.map(([pattern, chinese]) => [new RegExp(pattern), chinese]);
  const tell = (node) => {
    for (const [pattern, chinese] of sentences) {
      const found = node.data.trim().match(pattern);
      if (found) node.data = chinese.replace(/{(\w+)}/g, (_, name) => found.groups[name]);
    }
  };
  new MutationObserver(() => {
    for (const message of document.querySelectorAll('.toast-body')) {
      const walker = document.createTreeWalker(message, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) tell(walker.currentNode);
      message.querySelector('[aria-label=Close]')?.setAttribute('aria-label', '关闭');
    }
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
