import { cruise, type IModule } from 'dependency-cruiser';
import { dependencyRules } from './dependency-rules.ts';
import { filesBelow, typeScriptFiles } from './source-files.ts';

/** Below this share of the TypeScript files on disk the check itself is broken: it once saw none and said nothing. */
const smallestShare = 0.9;

/** Checks the import table below a folder. Returns one sentence per violation, and one if too few modules were seen. */
export async function dependencyProblems(root: string): Promise<{ problems: string[]; seen: number; onDisk: number }> {
  const files = typeScriptFiles(filesBelow(root));
  const modules = files.length === 0 ? [] : await cruisedModules(root, files);
  const seenPaths = new Set(modules.filter((module) => module.followable !== false).map(({ source }) => source));
  const seen = files.filter((file) => seenPaths.has(file)).length;
  const problems = violations(modules);
  const tooFew = tooFewModules(seen, files.length);
  if (tooFew) problems.push(tooFew);
  return { problems, seen, onDisk: files.length };
}

/** A sentence when suspiciously few modules were seen, else undefined. No module at all is suspicious as well. */
export function tooFewModules(seen: number, onDisk: number): string | undefined {
  if (onDisk > 0 && seen >= onDisk * smallestShare) return undefined;
  return (
    `only ${seen} of ${onDisk} TypeScript files were seen: the dependency check does not work here. ` +
    'Usual cause: a TypeScript version without the interface it needs (docs/adr/0007).'
  );
}

async function cruisedModules(root: string, files: string[]): Promise<IModule[]> {
  const before = process.cwd();
  process.chdir(root); // the library resolves the files against the working directory
  try {
    const { output } = await cruise(
      files,
      {
        validate: true,
        ruleSet: { forbidden: dependencyRules() },
        doNotFollow: { path: 'node_modules' },
        tsPreCompilationDeps: true,
      },
      {
        extensions: ['.ts', '.tsx', '.d.ts', '.mjs', '.js', '.cjs', '.json', '.css'],
        exportsFields: ['exports'],
        conditionNames: ['import', 'require', 'node', 'types', 'default'],
        mainFields: ['module', 'main', 'types'],
      },
    );
    if (typeof output === 'string') throw new Error('dependency-cruiser returned text instead of modules');
    return output.modules;
  } finally {
    process.chdir(before);
  }
}

function violations(modules: IModule[]): string[] {
  const comments = new Map(dependencyRules().map(({ name, comment }) => [name, comment]));
  const found: string[] = [];
  for (const module of modules)
    for (const dependency of module.dependencies)
      for (const rule of dependency.rules ?? [])
        found.push(`${module.source} → ${dependency.resolved}  [${rule.name}]\n    ${comments.get(rule.name) ?? ''}`);
  return found;
}
