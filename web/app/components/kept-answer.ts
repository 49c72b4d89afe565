import { useActionData, useLocation } from '@remix-run/react';
import { useEffect, useRef } from 'react';

/**
 * The answer of this page's action, for as long as one stays on the page: a live page is read afresh again and again, and each time the
 * router forgets the answer, with all that was wrong in a form. A new answer puts the focus on the first field with something wrong.
 */
export function useKeptAnswer<Action>(): ReturnType<typeof useActionData<Action>> {
  const answer = useActionData<Action>();
  const { key } = useLocation();
  const kept = useRef<{ key: string; answer: typeof answer }>({ key, answer });
  if (answer !== undefined || kept.current.key !== key) kept.current = { key, answer };
  const current = kept.current.answer;
  useEffect(() => {
    if (current !== undefined) document.querySelector<HTMLElement>('main [aria-invalid="true"]')?.focus();
  }, [current]);
  return current;
}
