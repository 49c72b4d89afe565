import { soundOf } from '#domain/recordings.ts';

/** A call's recording, to hear where it stands or, where pages may not play from its host, to follow. Nothing is loaded before it is asked for. */
export function Recording({ url, playable, what }: { url: string | null; playable: readonly string[]; what: string }) {
  const sound = soundOf(url, playable);
  if (!sound) return null;
  return sound.kind === 'player' ? (
    // biome-ignore lint/a11y/useMediaCaption: what is said stands beside it, line by line
    <audio controls preload="none" src={sound.url} aria-label={`Recording: ${what}`} className="h-11 w-full max-w-md" />
  ) : (
    <p>
      <a href={sound.url} target="_blank" rel="noreferrer" className="font-medium text-primary-ink hover:underline">
        Recording
      </a>
    </p>
  );
}
