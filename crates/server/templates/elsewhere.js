{
  const main = document.querySelector('main');
  const time = document.querySelector('time');
  const day = { timeStyle: 'short' };
  time.textContent = new Date(time.dateTime).toLocaleTimeString(document.documentElement.lang, day);
  let pause = 2000;
  const look = async () => {
    try {
      const answer = await fetch(main.dataset.follow, { cache: 'no-store' });
      const ended = answer.ok ? (await answer.json()).state.is !== 'at-clover' : answer.status === 404;
      if (ended) return location.reload();
    } catch {
      // Without a network there is nothing to see; it may be back at the next look.
    }
    pause = Math.min(pause * 1.25, 15000);
    setTimeout(look, pause);
  };
  setTimeout(look, pause);
  addEventListener('pageshow', (event) => event.persisted && location.reload());
}
