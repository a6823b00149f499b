// Put into the measured page before its own scripts: notes what the browser reports.
(() => {
  if (window !== top) return;
  const seen = { largest: 0, shift: 0, slowest: 0, typable: 0 };
  window.benchSeen = seen;
  const observe = (type, note, more) =>
    new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, buffered: true, ...more });
  observe('largest-contentful-paint', (it) => { seen.largest = it.startTime; });
  observe('layout-shift', (it) => { if (!it.hadRecentInput) seen.shift += it.value; });
  observe('event', (it) => { if (it.interactionId) seen.slowest = Math.max(seen.slowest, it.duration); },
    { durationThreshold: 16 });
  // Clover shows a frame once the frame has told its size, which it does with its input in place (clover-facts 1.6).
  const look = () => {
    const frame = document.querySelector('#card-number > iframe');
    if (frame && frame.style.visibility === 'visible') seen.typable = performance.now();
    else requestAnimationFrame(look);
  };
  look();
})();
