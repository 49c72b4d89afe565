/** What a newcomer does before the first campaign runs, in this order; each works alone. */
export const FIRST_STEPS = ['campaign', 'voice', 'booking', 'texts', 'leads', 'launch'] as const;
export type FirstStep = (typeof FIRST_STEPS)[number];
export type StepState = { step: FirstStep; isDone: boolean; isOptional: boolean };

/** What the rows say of a client; the platform's own agent, number and event type count as well. */
export type FirstFacts = {
  hasCampaign: boolean;
  hasAgent: boolean;
  hasNumber: boolean;
  hasBooking: boolean;
  hasOwnText: boolean;
  hasLeads: boolean;
  hasLaunched: boolean;
};

/** Which steps are done; null once all are that matter: own texts are a choice, as the standard ones do. */
export function firstSteps(facts: FirstFacts): StepState[] | null {
  const done: Record<FirstStep, boolean> = {
    campaign: facts.hasCampaign,
    voice: facts.hasAgent && facts.hasNumber,
    booking: facts.hasBooking,
    texts: facts.hasOwnText,
    leads: facts.hasLeads,
    launch: facts.hasLaunched,
  };
  const steps = FIRST_STEPS.map((step) => ({ step, isDone: done[step], isOptional: step === 'texts' }));
  return steps.every(({ isDone, isOptional }) => isDone || isOptional) ? null : steps;
}
