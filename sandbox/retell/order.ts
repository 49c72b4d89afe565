import { z } from 'zod';

const e164 = z.string().regex(/^\+[1-9]\d{6,14}$/, 'must be an E.164 number');

/** What create-phone-call takes; anything else is refused, as is a dynamic variable that is no string. */
export const createPhoneCall = z.strictObject({
  from_number: e164,
  to_number: e164,
  override_agent_id: z.string().optional(),
  override_agent_version: z.union([z.string(), z.number()]).optional(),
  agent_override: z.record(z.string(), z.unknown()).optional(),
  metadata: z.record(z.string(), z.unknown()).optional(),
  retell_llm_dynamic_variables: z.record(z.string(), z.string()).optional(),
  custom_sip_headers: z.record(z.string(), z.string()).optional(),
  ignore_e164_validation: z.boolean().optional(),
});
