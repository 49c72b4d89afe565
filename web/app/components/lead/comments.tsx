import { MessageCircle } from 'lucide-react';
import type { CommentEntry } from '#stores/views-lead-timeline.ts';
import { personWords } from '../../words/people.ts';
import { later } from '../later.tsx';
import { Moment } from '../time.tsx';
import { Disclosure } from '../ui/disclosure.tsx';
import type { TimelineOf } from './timeline.tsx';
import { TimelineItem } from './timeline-item.tsx';

const forms = () => import('./comment-forms.tsx');
const CommentForm = later(async () => (await forms()).CommentForm);
const ChangeComment = later(async () => (await forms()).ChangeComment);
const DeleteComment = later(async () => (await forms()).DeleteComment);

/** Where a colleague writes; `firstKey` makes one comment of a form that is sent twice. */
export function CommentBox(of: { leadId: string; firstKey: string }) {
  return (
    <Disclosure summary="Comment for colleagues">
      <CommentForm {...of} />
    </Disclosure>
  );
}

/** A comment with what may be done to it: its author changes and deletes it, an admin deletes it. */
export function CommentItem({ comment, zone, of }: { comment: CommentEntry; zone: string; of: TimelineOf }) {
  const isOwn = of.mayWrite && comment.authorId === of.userId;
  return (
    <TimelineItem
      id={`comment-${comment.id}`}
      icon={MessageCircle}
      tone="primary"
      title={of.people ? `Comment by ${personWords(comment.authorId, of.people)}` : 'Comment'}
      at={comment.at}
      zone={zone}
    >
      <p className="rounded-card border border-line px-3 py-2 wrap-anywhere whitespace-pre-line">{comment.body}</p>
      {comment.editedAt ? (
        <p className="text-muted">
          Changed <Moment at={comment.editedAt} zone={zone} />
        </p>
      ) : null}
      {isOwn || (of.mayWrite && of.mayManage) ? (
        <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
          {isOwn ? <ChangeComment leadId={of.leadId} comment={comment} /> : null}
          <DeleteComment leadId={of.leadId} id={comment.id} />
        </div>
      ) : null}
    </TimelineItem>
  );
}
