// Read before anything else and by any Node: no syntax and no import that an old one would stumble over.
const NEEDED = [20, 19];

/** A sentence for the terminal when this Node is too old for Callvia, else null. */
export function tooOld(version = process.versions.node) {
  const [major, minor] = version.split('.').map(Number);
  if (major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1])) return null;
  return `Callvia needs Node.js ${NEEDED.join('.')} or newer; this is ${version}. Install a newer one (nodejs.org, or "nvm install 20"), then run the command again.`;
}
