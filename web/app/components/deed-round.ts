import { useFetchers, useLocation } from '@remix-run/react';
import { useState } from 'react';

/** Changes with each deed of one’s own on this page and each address: the round in which a live list is shown as it is (`SteadyList`). */
export function useDeedRound(): string {
  const { key } = useLocation();
  const isDoing = useFetchers().some(({ formMethod }) => formMethod === 'POST');
  const [was, setWas] = useState({ isDoing, done: 0 });
  if (was.isDoing !== isDoing) setWas({ isDoing, done: was.done + (isDoing ? 0 : 1) });
  return `${key} ${was.done}`;
}
