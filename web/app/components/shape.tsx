import { type ReactNode, useEffect, useState } from 'react';

const SKELETON_AFTER_MS = 300;

/** What stays while another is fetched; where that takes more than 300 ms, the shape of what comes stands in its place. */
export function Shape({ isAway, shape, children }: { isAway: boolean; shape: ReactNode; children: ReactNode }) {
  const [isSlow, setSlow] = useState(false);
  useEffect(() => {
    if (!isAway) return setSlow(false);
    const timer = setTimeout(() => setSlow(true), SKELETON_AFTER_MS);
    return () => clearTimeout(timer);
  }, [isAway]);
  const isShape = isAway && isSlow;
  return (
    <>
      {isShape ? (
        <div aria-hidden data-testid="skeleton" className="contents">
          {shape}
        </div>
      ) : null}
      <div className={isShape ? 'hidden' : 'contents'}>{children}</div>
    </>
  );
}
