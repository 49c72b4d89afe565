import { useActionData, useLocation } from '@remix-run/react';
import { useRef } from 'react';

/**
 * The answer of this page's action, for as long as one stays on the page: a live page is read afresh again and again, and each time the
 * router forgets the answer, with all that was wrong in a form.
 */
export function useKeptAnswer<Action>(): ReturnType<typeof useActionData<Action>> {
  const answer = useActionData<Action>();
  const { key } = useLocation();
  const kept = useRef<{ key: string; answer: typeof answer }>({ key, answer });
  if (answer !== undefined || kept.current.key !== key) kept.current = { key, answer };
  return kept.current.answer;
}
