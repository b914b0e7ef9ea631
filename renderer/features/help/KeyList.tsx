import { type CommandGroup, type CommandId, commandCatalogue } from '../../shared/command-catalogue.ts';
import { shortcutsOf, useCommands } from '../../shared/commands.ts';
import { Key } from '../../shared/ui/KeyHint.tsx';
import classes from './help.module.css';

const groups: CommandGroup[] = ['Allgemein', 'Gehe zu', 'Liste', 'Postkorb', 'Akte', 'Dokument', 'Ansicht'];

/** All keys, group by group, with the worker's own ones. */
export function KeyList() {
  useCommands();
  return (
    <div className={classes.groups}>
      {groups.map((group) => {
        const commands = commandCatalogue.filter(
          (command) => command.group === group && shortcutsOf(command.id as CommandId).length > 0,
        );
        if (commands.length === 0) return null;
        return (
          <section key={group} className={classes.group} aria-label={group}>
            <h3 className={classes.groupTitle}>{group}</h3>
            <dl className={classes.keys}>
              {commands.map(({ id, title }) => (
                <div key={id} className={classes.line}>
                  <dt>{title}</dt>
                  <dd>
                    {shortcutsOf(id).map((shortcut) => (
                      <Key key={shortcut} shortcut={shortcut} />
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        );
      })}
    </div>
  );
}
