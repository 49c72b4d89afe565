import {
  Archive,
  Ban,
  CalendarCheck,
  CalendarClock,
  CalendarX,
  Check,
  CheckCheck,
  CircleAlert,
  CircleDashed,
  CirclePause,
  CirclePlay,
  CircleSlash,
  Clock,
  FileSearch,
  FileText,
  Hourglass,
  type LucideIcon,
  MailOpen,
  MessageSquareReply,
  MousePointerClick,
  PhoneCall,
  PhoneForwarded,
  PhoneMissed,
  PhoneOff,
  Undo2,
  UserCheck,
  UserX,
  Voicemail,
  X,
} from 'lucide-react';
import type { BulkStatus } from '#domain/bulk.ts';
import type { AppointmentStatus, CallStatus, CampaignStatus, LeadStatus, Mode } from '#domain/lead.ts';
import { Badge, type Tone } from './ui/badge.tsx';

type Look = { text: string; tone: Tone; icon: LucideIcon };

export const LEAD_LOOKS: Record<LeadStatus, Look> = {
  new: { text: 'New', tone: 'quiet', icon: CircleDashed },
  queued: { text: 'Queued', tone: 'quiet', icon: Clock },
  calling: { text: 'On the phone', tone: 'info', icon: PhoneCall },
  contacted: { text: 'Contacted', tone: 'info', icon: UserCheck },
  callback: { text: 'Call back', tone: 'info', icon: PhoneForwarded },
  booked: { text: 'Booked', tone: 'primary', icon: CalendarCheck },
  shown: { text: 'Showed', tone: 'good', icon: CheckCheck },
  no_show: { text: 'No-show', tone: 'bad', icon: CalendarX },
  rebooking: { text: 'Rebooking', tone: 'warn', icon: Undo2 },
  unresponsive: { text: 'Unresponsive', tone: 'quiet', icon: PhoneMissed },
  dnc: { text: 'Do not call', tone: 'bad', icon: Ban },
  invalid: { text: 'Invalid number', tone: 'quiet', icon: CircleSlash },
};

export const CAMPAIGN_LOOKS: Record<CampaignStatus, Look> = {
  draft: { text: 'Draft', tone: 'quiet', icon: FileText },
  active: { text: 'Running', tone: 'good', icon: CirclePlay },
  paused: { text: 'Paused', tone: 'warn', icon: CirclePause },
  completed: { text: 'Done', tone: 'primary', icon: Check },
  archived: { text: 'Archived', tone: 'quiet', icon: Archive },
};

export const APPOINTMENT_LOOKS: Record<AppointmentStatus, Look> = {
  scheduled: { text: 'Scheduled', tone: 'primary', icon: CalendarClock },
  awaiting: { text: 'Awaiting verdict', tone: 'warn', icon: Hourglass },
  cancelled: { text: 'Cancelled', tone: 'quiet', icon: X },
  shown: { text: 'Showed', tone: 'good', icon: CheckCheck },
  no_show: { text: 'No-show', tone: 'bad', icon: CalendarX },
};

export const CALL_LOOKS: Record<CallStatus, Look> = {
  pending: { text: 'Waiting for a line', tone: 'quiet', icon: Clock },
  queued: { text: 'Being placed', tone: 'info', icon: PhoneForwarded },
  ringing: { text: 'Ringing', tone: 'info', icon: PhoneForwarded },
  in_progress: { text: 'Talking', tone: 'info', icon: PhoneCall },
  completed: { text: 'Answered', tone: 'good', icon: Check },
  no_answer: { text: 'No answer', tone: 'quiet', icon: PhoneMissed },
  busy: { text: 'Busy', tone: 'quiet', icon: PhoneMissed },
  voicemail: { text: 'Voicemail', tone: 'quiet', icon: Voicemail },
  failed: { text: 'Failed', tone: 'bad', icon: PhoneOff },
  cancelled: { text: 'Not placed', tone: 'quiet', icon: X },
};

const MESSAGE_LOOKS: Record<string, Look> = {
  scheduled: { text: 'Planned', tone: 'quiet', icon: Clock },
  queued: { text: 'Being sent', tone: 'info', icon: Clock },
  sent: { text: 'Sent', tone: 'info', icon: Check },
  delivered: { text: 'Delivered', tone: 'good', icon: CheckCheck },
  opened: { text: 'Opened', tone: 'good', icon: MailOpen },
  clicked: { text: 'Link followed', tone: 'good', icon: MousePointerClick },
  undelivered: { text: 'Not delivered', tone: 'bad', icon: X },
  bounced: { text: 'Bounced', tone: 'bad', icon: X },
  failed: { text: 'Failed', tone: 'bad', icon: X },
  received: { text: 'Received', tone: 'primary', icon: MessageSquareReply },
  skipped: { text: 'Not sent', tone: 'quiet', icon: CircleSlash },
  unknown: { text: 'Unclear', tone: 'warn', icon: CircleDashed },
};

const INVOICE_LOOKS: Record<string, Look> = {
  draft: { text: 'Draft', tone: 'quiet', icon: FileText },
  open: { text: 'Open', tone: 'warn', icon: Hourglass },
  failed: { text: 'Failed', tone: 'bad', icon: CircleAlert },
  paid: { text: 'Paid', tone: 'good', icon: Check },
  void: { text: 'Void', tone: 'quiet', icon: X },
  uncollectible: { text: 'Uncollectible', tone: 'bad', icon: CircleSlash },
  pending: { text: 'Unpaid', tone: 'warn', icon: Hourglass },
};

const IMPORT_LOOKS: Record<string, Look> = {
  pending: { text: 'Waiting', tone: 'quiet', icon: Clock },
  running: { text: 'Importing', tone: 'info', icon: CirclePlay },
  completed: { text: 'Done', tone: 'good', icon: Check },
  failed: { text: 'Stopped', tone: 'bad', icon: X },
};

/** Of an import that only looks. */
const CHECK_LOOKS: Record<string, Look> = {
  ...IMPORT_LOOKS,
  running: { text: 'Checking', tone: 'info', icon: FileSearch },
  completed: { text: 'Checked', tone: 'good', icon: Check },
};

const BULK_LOOKS: Record<BulkStatus, Look> = {
  draft: { text: 'Not begun', tone: 'quiet', icon: CircleDashed },
  running: { text: 'Running', tone: 'info', icon: CirclePlay },
  completed: { text: 'Done', tone: 'good', icon: Check },
  cancelled: { text: 'Stopped', tone: 'warn', icon: CircleSlash },
};

const SHOW_LOOKS: Record<string, Look> = {
  yes: { text: 'Yes', tone: 'good', icon: UserCheck },
  no: { text: 'No', tone: 'bad', icon: UserX },
};

function StatusBadge({ look, status }: { look: Look | undefined; status: string }) {
  const { text, tone, icon: Icon } = look ?? { text: status, tone: 'quiet' as const, icon: CircleDashed };
  return (
    <Badge tone={tone}>
      <Icon aria-hidden /> {text}
    </Badge>
  );
}

export const LeadStatusBadge = ({ status }: { status: LeadStatus }) => <StatusBadge look={LEAD_LOOKS[status]} status={status} />;
export const CampaignStatusBadge = ({ status }: { status: CampaignStatus }) => (
  <StatusBadge look={CAMPAIGN_LOOKS[status]} status={status} />
);
export const AppointmentStatusBadge = ({ status }: { status: AppointmentStatus }) => (
  <StatusBadge look={APPOINTMENT_LOOKS[status]} status={status} />
);
export const CallStatusBadge = ({ status }: { status: CallStatus }) => <StatusBadge look={CALL_LOOKS[status]} status={status} />;
export const MessageStatusBadge = ({ status }: { status: string }) => <StatusBadge look={MESSAGE_LOOKS[status]} status={status} />;
export const InvoiceStatusBadge = ({ status }: { status: string }) => <StatusBadge look={INVOICE_LOOKS[status]} status={status} />;
export const ImportStatusBadge = ({ job: { status, dryRun } }: { job: { status: string; dryRun: boolean } }) => (
  <StatusBadge look={(dryRun ? CHECK_LOOKS : IMPORT_LOOKS)[status]} status={status} />
);
export const BulkStatusBadge = ({ status }: { status: BulkStatus }) => <StatusBadge look={BULK_LOOKS[status]} status={status} />;
export const AnswerBadge = ({ answer }: { answer: boolean }) => <StatusBadge look={SHOW_LOOKS[answer ? 'yes' : 'no']} status="" />;

/** Marks what belongs to a rehearsal, wherever it appears. Its flask comes from the style sheet: in a list it stands in every row. */
export function RehearsalBadge({ mode, long }: { mode: Mode; long?: boolean }) {
  if (mode !== 'rehearsal') return null;
  return <span className="badge badge-rehearsal">{long ? 'Rehearsal: contacts nobody' : 'Rehearsal'}</span>;
}
