// Whether a start makes the demo's accounts, whose password stands in this repository.
const HERE = ['localhost', '127.0.0.1', '[::1]'];

/** What was asked for (`--demo`, `--no-demo`), else whether nobody reaches this Callvia from another machine. */
export function wantsDemo({ asked, environment: { WEB_URL, API_URL, BIND_HOST } }) {
  const isHere = (host) => HERE.includes(host);
  return asked ?? ([WEB_URL, API_URL].every((url) => isHere(new URL(url).hostname)) && isHere(BIND_HOST || '127.0.0.1'));
}
