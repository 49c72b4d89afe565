import type { LeadField } from '#domain/import-headers.ts';
import { sentence } from './steps.ts';

const LABELS: Partial<Record<LeadField, string>> = {
  name: 'Full name',
  email: 'E-mail',
  timezone: 'Time zone',
  consent_at: 'Consent given at',
  consent_source: 'Where consent was given',
};

/** How a field of a lead is called beside the columns of a file. */
export const fieldWords = (field: LeadField): string => LABELS[field] ?? sentence(field);
