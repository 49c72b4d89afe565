import { notFound } from '../member.server.ts';

/** Any other address: the frame stays, the page says that nothing is here. */
export const loader = () => {
  throw notFound();
};

export default function Nowhere() {
  return null;
}
