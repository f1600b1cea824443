import { Command, Option } from 'commander'
import { loadConfig } from '../../config/load.ts'
import { formatProblems, type ReportFormat } from '../../config/report.ts'
import { catalogue } from '../catalogue.ts'
import { complain } from './output.ts'

const INVALID = 78
const WARNED = 3

/** `mevd check`: validates files without side effects. */
export const checkCommand = (): Command =>
  new Command('check')
    .description('Validates pipelines and rule sets; changes nothing and talks to nobody.')
    .argument('[paths...]', 'files or folders; - reads standard input', ['pipelines'])
    .option('--rules <folder>', 'where the rule sets lie (default: ../rules beside each pipeline)')
    .option('--strict', 'warnings fail too, with exit code 3')
    .addOption(
      new Option('--format <format>', 'how problems are written')
        .choices(['text', 'json', 'github', 'sarif'])
        .default('text'),
    )
    .addHelpText(
      'after',
      `
Problems go to standard output, all at once, as
  file:line:column: error[CODE] /path: message (hint)

Exit codes: 0 valid, 3 warnings under --strict, 66 a path is missing, 78 invalid.`,
    )
    .action((paths: string[], options: CheckOptions) => {
      const { config, problems } = loadConfig({ paths, rulesDir: options.rules, catalogue })
      process.stdout.write(formatProblems(problems, options.format))
      const errors = problems.filter(({ severity }) => severity === 'error').length
      const warnings = problems.length - errors
      if (config === null) process.exitCode = INVALID
      else if (options.strict && warnings > 0) process.exitCode = WARNED
      complain(
        config === null
          ? `${errors} errors, ${warnings} warnings`
          : `valid: ${config.pipelines.length} pipelines, ${Object.keys(config.ruleSets).length} rule sets, ${warnings} warnings`,
      )
    })

type CheckOptions = {
  readonly rules?: string
  readonly strict?: boolean
  readonly format: ReportFormat
}
