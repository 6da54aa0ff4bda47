// Runs in every page before its own scripts: notes when it can be used, and times what a hand sets off.
(() => {
  const has = (selector) => [...document.querySelectorAll(selector)].find((one) => one.checkVisibility?.());
  const helpers = {
    seen: (selector) => Boolean(has(selector)),
    count: (selector) => document.querySelectorAll(selector).length,
    text: (selector) => document.querySelector(selector)?.innerText ?? '',
    width: (selector) => document.querySelector(selector)?.clientWidth ?? 0,
    drawn: (selector) => { const picture = has(selector); return Boolean(picture?.complete && picture.naturalWidth); },
  };
  const compiled = (expression) => {
    const held = new Function('before', ...Object.keys(helpers), `return ${expression}`);
    return (before) => held(before, ...Object.values(helpers));
  };
  // When the frame is painted that follows the first one in which the condition holds.
  const painted = (holds) => new Promise((done) => {
    const look = () => requestAnimationFrame(holds() ? () => setTimeout(() => done(performance.now())) : look);
    look();
  });
  window.mzOpened = (conditions) => Promise.all(conditions.map((each) => painted(compiled(each))));
  // The time from the next key or button that goes down to the outcome.
  window.mzArm = (until, told) => {
    const before = compiled(told)();
    let began;
    const start = (event) => { began ??= event.timeStamp; };
    for (const kind of ['pointerdown', 'keydown']) addEventListener(kind, start, { capture: true, once: true });
    const holds = compiled(until);
    window.mzTimed = painted(() => began !== undefined && holds(before)).then((ended) => ended - began);
  };
  window.mzUsable = window.mzOpened(["seen('#question textarea')", "seen('#chat [data-ask]')"]);
})();
