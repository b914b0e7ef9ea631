import { Button } from '@mantine/core';
import type { Id } from '../../../core/domain/ids.ts';
import { navigate } from '../../shared/navigation.ts';
import { caseFileRoute } from '../../shared/routes.ts';

/** Leads from a point to its case file; nothing where it belongs to none. */
export function OpenCaseButton({ caseFileId, title }: { caseFileId: Id | null; title: string | null }) {
  if (!caseFileId) return null;
  return (
    <Button variant="subtle" color="gray" onClick={() => navigate(caseFileRoute(caseFileId))}>
      Akte {title ?? ''} öffnen
    </Button>
  );
}
