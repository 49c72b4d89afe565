import {
  type ComponentType,
  type FunctionComponent,
  lazy,
  type ReactNode,
  Suspense,
  startTransition,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { fallAsleep } from './awake.ts';

/**
 * A part of a page whose script comes after the page's own; where nothing of it is there yet, `meanwhile` is. What the server has written of it
 * stands, and its forms work, before that. Until it runs itself nothing new is told to it: React would answer by writing it anew, and what was
 * typed meanwhile would be gone (its error 421).
 */
export function later<P extends object>(load: () => Promise<ComponentType<P>>, meanwhile: ReactNode = null) {
  const Part = lazy(async () => ({ default: await load() })) as unknown as FunctionComponent<P>;
  const Running = ({ of, begin }: { of: P; begin: () => void }) => {
    useEffect(begin, [begin]);
    return <Part {...of} />;
  };
  return function Later(props: P) {
    const [isRunning, setIsRunning] = useState(false);
    const told = useRef(props);
    if (isRunning) told.current = props;
    const of = told.current;
    useEffect(() => (isRunning ? undefined : fallAsleep()), [isRunning]);
    return useMemo(
      () => (
        <Suspense fallback={meanwhile}>
          <Running of={of} begin={() => startTransition(() => setIsRunning(true))} />
        </Suspense>
      ),
      [of],
    );
  };
}
