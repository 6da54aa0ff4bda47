// What a page does not offer to everybody: controls without a name, text that is too faint. Evaluated in the page.
() => {
  const visible = (node) => {
    const box = node.getBoundingClientRect();
    const style = getComputedStyle(node);
    return box.width > 0 && box.height > 0 && style.visibility !== 'hidden' && Number(style.opacity) > 0;
  };
  const words = (node) => (node?.innerText ?? node?.textContent ?? '').trim();
  const name = (node) => {
    const by = (node.getAttribute('aria-labelledby') ?? '').split(/\s+/).filter(Boolean);
    const labels = [...(node.labels ?? [])].map(words).join(' ');
    const pictures = [...node.querySelectorAll('img[alt], svg title')].map((one) => one.alt ?? words(one)).join(' ');
    return [node.getAttribute('aria-label'), by.map((id) => words(document.getElementById(id))).join(' '), labels,
            node.tagName === 'INPUT' || node.tagName === 'TEXTAREA' ? '' : words(node), pictures,
            node.getAttribute('title'), node.getAttribute('placeholder')].find((one) => one?.trim()) ?? '';
  };
  const controls = [...document.querySelectorAll('button, a[href], input:not([type=hidden]), textarea, select, summary')];
  const nameless = controls.filter((one) => visible(one) && !name(one)).map((one) => one.outerHTML.slice(0, 160));

  const parse = (colour) => {
    const parts = colour.match(/[\d.]+%?/g)?.map(Number) ?? [0, 0, 0, 0];
    return colour.startsWith('color(') ? [...parts.slice(-4, -1).map((p) => p * 255), parts.at(-1)] : [parts[0], parts[1], parts[2], parts[3] ?? 1];
  };
  const over = (top, under) => [0, 1, 2].map((i) => top[i] * top[3] + under[i] * (1 - top[3]));
  const ground = (node) => {
    const layers = [];
    for (let at = node; at; at = at.parentElement) {
      const layer = parse(getComputedStyle(at).backgroundColor);
      if (layer[3] > 0) layers.unshift(layer);
      if (layer[3] >= 1) break;
    }
    return layers.reduce((under, layer) => over(layer, under), [255, 255, 255]);
  };
  const light = (rgb) => {
    const [r, g, b] = rgb.map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const faint = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement;
    if (!walker.currentNode.textContent.trim() || !node || !visible(node) || node.closest('[disabled], svg, script, style')) continue;
    const style = getComputedStyle(node);
    const under = ground(node);
    const [a, b] = [light(over(parse(style.color), under)), light(under)].sort((x, y) => y - x);
    const size = parseFloat(style.fontSize);
    const needed = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700) ? 3 : 4.5;
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < needed) faint.add(`${ratio.toFixed(2)} ${style.color} on ${under.map(Math.round)}: ${walker.currentNode.textContent.trim().slice(0, 40)}`);
  }
  const mute = [...document.querySelectorAll('.mz-badge')].filter((one) => visible(one) && !words(one)).length;
  return { nameless, faint: [...faint], mute };
}
