import type { StationCentral } from '../../backend/station/station-client.ts';
import { AppError } from '../../core/domain/errors.ts';

const away = async (): Promise<never> => {
  throw new AppError('offline', 'Die Zentrale ist gerade nicht erreichbar.');
};

/** A centre without its scan station: what that does only the real one knows, see central/intake/station. */
export const stationAway: StationCentral = {
  ...{
    overview: away,
    stack: away,
    act: away,
    correct: away,
    compose: away,
    propose: away,
    coverCase: away,
    page: away,
    original: away,
    upload: away,
  },
};
