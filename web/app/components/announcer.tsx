import { useEffect, useState } from 'react';

let speak: ((text: string) => void) | null = null;

/** Says something to those who hear the page instead of seeing it, without taking the focus. */
export const announce = (text: string): void => speak?.(text);

/** The page's one polite live region; what is said again is said anew. */
export function Announcer() {
  const [said, setSaid] = useState({ text: '', turn: 0 });
  useEffect(() => {
    speak = (text) => setSaid(({ turn }) => ({ text, turn: turn + 1 }));
    return () => {
      speak = null;
    };
  }, []);
  return (
    <div aria-live="polite" className="sr-only">
      <p key={said.turn}>{said.text}</p>
    </div>
  );
}
