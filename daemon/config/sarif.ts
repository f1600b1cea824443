import { problemCodes } from './problem-codes.ts'
import type { Problem } from './types.ts'

/** Problems as a SARIF 2.1.0 log, for code scanning. */
export function sarifOf(problems: readonly Problem[]): object {
  const codes = [...new Set(problems.map((problem) => problem.code))].sort()
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'mevd',
            rules: codes.map((code) => ({
              id: code,
              shortDescription: { text: code.toLowerCase().replaceAll('_', ' ') },
              help: { text: problemCodes[code].hint },
              defaultConfiguration: { level: problemCodes[code].severity },
            })),
          },
        },
        columnKind: 'utf16CodeUnits',
        results: problems.map((problem) => resultOf(problem, codes.indexOf(problem.code))),
      },
    ],
  }
}

const resultOf = (problem: Problem, ruleIndex: number): object => ({
  ruleId: problem.code,
  ruleIndex,
  level: problem.severity,
  message: {
    text: problem.hint === null ? problem.message : `${problem.message} (${problem.hint})`,
  },
  locations: [
    {
      physicalLocation: {
        artifactLocation: { uri: encodeURI(problem.file) },
        region: { startLine: problem.line, startColumn: problem.column },
      },
      logicalLocations: [{ fullyQualifiedName: problem.path }],
    },
  ],
})
