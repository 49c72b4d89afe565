import { type ShouldRevalidateFunctionArgs, useNavigate, useNavigation, useSearchParams } from '@remix-run/react';

/** The lead that is looked at beside its list: named by the address, so that a copied link opens it for a colleague. */
export type Peek = { id: string | null; hrefOf: (id: string | null) => string; open: (id: string) => void; close: () => void };

const NAME = 'peek';

/** Moving from one lead to the next does not make a step back for each of them. */
export function usePeek(): Peek {
  const [params] = useSearchParams();
  const navigate = useNavigate();
  const { location } = useNavigation();
  // Where one is going counts at once: the panel opens before the server has answered.
  const wanted = location && location.pathname === globalThis.location?.pathname ? new URLSearchParams(location.search) : params;
  const id = wanted.get(NAME);
  const hrefOf = (lead: string | null) => {
    const next = new URLSearchParams(params);
    if (lead) next.set(NAME, lead);
    else next.delete(NAME);
    return `?${next}`;
  };
  const go = (lead: string | null) => {
    if (lead !== id) navigate(hrefOf(lead), { replace: id !== null && lead !== null, preventScrollReset: true });
  };
  return { id, hrefOf, open: go, close: () => go(null) };
}

/** A list is not read again because a lead of it is looked at. */
export function shouldRevalidateList({ currentUrl, nextUrl, defaultShouldRevalidate }: ShouldRevalidateFunctionArgs): boolean {
  const [from, to] = [new URLSearchParams(currentUrl.search), new URLSearchParams(nextUrl.search)];
  const isOther = from.get(NAME) !== to.get(NAME);
  from.delete(NAME);
  to.delete(NAME);
  return isOther && currentUrl.pathname === nextUrl.pathname && from.toString() === to.toString() ? false : defaultShouldRevalidate;
}
