/** Why a deed of `useKept` was refused, at its form. */
export const KeptProblem = ({ children }: { children: string | undefined }) =>
  children ? (
    <p role="alert" className="font-medium text-bad-ink">
      {children}
    </p>
  ) : null;
