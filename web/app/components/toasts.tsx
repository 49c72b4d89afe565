import { CircleCheck, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { announce } from './announcer.tsx';
import { usePageActions } from './page-actions.ts';
import { Button } from './ui/button.tsx';

const RESULT_MS = 5_000;
const UNDO_MS = 10_000;

type Toast = { id: string; text: string; undo?: () => void };

let show: ((toast: Toast) => void) | null = null;
/** Said while a page was still coming to life: shown as soon as it is there. */
const early: Toast[] = [];
let count = 0;

/** Says the result of a deed for five seconds, or ten where it can be undone. The same `id` is said once. */
export function say(text: string, id?: string, { undo }: { undo?: () => void } = {}): void {
  const toast = { id: id ?? `toast-${++count}`, text, ...(undo && { undo }) };
  if (show) show(toast);
  else early.push(toast);
}

/** Where results are said. They wait while somebody points at them or stands in them with the keyboard; `z` undoes the last. */
export function Toasts() {
  const [toasts, setToasts] = useState<readonly Toast[]>([]);
  const [isHeld, setHeld] = useState(false);
  useEffect(() => {
    show = (toast) => {
      setToasts((before) => [...before.filter(({ id }) => id !== toast.id), toast]);
      announce(toast.undo ? `${toast.text} Press z to undo.` : toast.text);
    };
    for (const toast of early.splice(0)) show(toast);
    return () => {
      show = null;
    };
  }, []);
  const drop = (gone: Toast) => {
    setToasts((before) => before.filter((toast) => toast !== gone));
    if (toasts.length === 1) setHeld(false);
  };
  const undo = (toast: Toast) => {
    toast.undo?.();
    drop(toast);
  };
  const last = toasts.findLast((toast) => toast.undo);
  usePageActions(last ? [{ text: `Undo: ${last.text}`, key: 'z', perform: () => undo(last) }] : []);
  return (
    <section
      aria-label="Results"
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
      className="pointer-events-none fixed inset-x-3 bottom-3 z-50 grid justify-items-end gap-2 empty:hidden sm:left-auto sm:w-96"
    >
      {toasts.map((toast) => (
        <ToastCard key={toast.id} toast={toast} isHeld={isHeld} undo={undo} drop={drop} />
      ))}
    </section>
  );
}

type CardProps = { toast: Toast; isHeld: boolean; undo: (toast: Toast) => void; drop: (toast: Toast) => void };

function ToastCard({ toast, isHeld, undo, drop }: CardProps) {
  const leftMs = useRef(toast.undo ? UNDO_MS : RESULT_MS);
  const end = useRef(drop);
  end.current = drop;
  useEffect(() => {
    if (isHeld) return;
    const began = Date.now();
    const timer = setTimeout(() => end.current(toast), leftMs.current);
    return () => {
      clearTimeout(timer);
      leftMs.current = Math.max(leftMs.current - (Date.now() - began), 1_000);
    };
  }, [toast, isHeld]);
  return (
    <div className="pointer-events-auto flex w-full items-center gap-3 rounded-card border border-line bg-raised py-2 pr-2 pl-4 text-sm text-ink shadow-float">
      <CircleCheck aria-hidden className="size-4.5 shrink-0 text-good-ink" />
      <p className="min-w-0 flex-1 py-1.5 break-words">{toast.text}</p>
      {toast.undo ? (
        <Button size="small" onClick={() => undo(toast)}>
          Undo
        </Button>
      ) : null}
      <Button look="ghost" size="icon" aria-label="Dismiss" onClick={() => drop(toast)}>
        <X aria-hidden />
      </Button>
    </div>
  );
}
