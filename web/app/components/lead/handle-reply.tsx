import { Check } from 'lucide-react';
import { Button } from '../ui/button.tsx';
import { KeptProblem } from './kept-problem.tsx';
import { useKept } from './use-kept.ts';

/** Takes a lead's reply off what waits for a person. `address`: the page whose action does it, and where it stands. */
export function HandleReply({ leadId, replyId, address }: { leadId: string; replyId: string; address: string }) {
  const { Form, state, error } = useKept(address);
  return (
    <Form method="post" action={address} className="grid justify-items-start gap-1">
      <input type="hidden" name="lead" value={leadId} />
      <input type="hidden" name="reply" value={replyId} />
      <Button type="submit" size="small" name="verb" value="handled" pending={state !== 'idle'} pendingText="Marking…">
        <Check aria-hidden /> Mark as handled
      </Button>
      <KeptProblem>{error}</KeptProblem>
    </Form>
  );
}
