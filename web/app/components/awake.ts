let asleep = 0;

/**
 * Says of the document whether all that it shows answers keys and clicks: `data-awake` stands on it from the time the page and each part
 * that came with it (`later`) run their scripts. Who drives pages by a program waits for it. Returns how to say that this part is awake.
 */
export function fallAsleep(): () => void {
  asleep += 1;
  delete document.documentElement.dataset['awake'];
  let isAsleep = true;
  return () => {
    if (!isAsleep) return;
    isAsleep = false;
    asleep -= 1;
    if (asleep === 0) document.documentElement.dataset['awake'] = '';
  };
}
