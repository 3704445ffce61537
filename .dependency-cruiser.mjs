// The walls of ARCHITECTURE.md, by the same names. tests/architecture.test.ts runs them.
const domain = [
  'access',
  'query',
  'sources',
  'names',
  'inventory',
  'intelligence',
  'matching',
  'resolving',
  'composition',
  'applicability',
  'findings',
  'risk',
  'judgement',
  'appetite',
  'catalogue',
  'remediation',
  'what-if',
  'health',
  'programme',
]
const catalogues = 'connectors|feeds|sensors|outlets'

/** Who may import whom to the left of them; access serves all, matching, resolving, applicability and loop are functions of everyone's words. */
const mayUse = {
  access: [],
  query: [],
  sources: ['access'],
  matching: [],
  resolving: ['matching'],
  names: ['access', 'matching'],
  applicability: ['matching'],
  inventory: ['access', 'sources', 'matching', 'resolving', 'query'],
  intelligence: ['access', 'sources', 'matching'],
  composition: ['access', 'sources', 'names', 'inventory', 'matching'],
  findings: [
    'access',
    'query',
    'sources',
    'names',
    'inventory',
    'intelligence',
    'matching',
    'applicability',
    'composition',
    'risk',
    'judgement',
  ],
  catalogue: ['access', 'names', 'inventory', 'intelligence', 'matching', 'composition', 'findings'],
  risk: ['access', 'inventory', 'intelligence', 'matching'],
  judgement: ['risk'],
  appetite: ['access', 'inventory', 'intelligence', 'findings', 'risk', 'judgement'],
  remediation: [
    'access',
    'query',
    'sources',
    'inventory',
    'intelligence',
    'matching',
    'composition',
    'findings',
    'risk',
  ],
  'what-if': ['access', 'findings', 'risk', 'appetite', 'remediation'],
  health: [
    'access',
    'query',
    'sources',
    'names',
    'inventory',
    'matching',
    'resolving',
    'composition',
    'findings',
    'catalogue',
    'remediation',
  ],
  programme: domain,
  assess: ['matching', 'applicability', 'risk', 'inventory', 'findings'],
}

export default {
  forbidden: [
    {
      name: 'platform-has-no-hospital-words',
      from: { path: '^src/platform/', pathNot: '\\.test\\.ts$' },
      to: { path: '^(src|web|bench)/', pathNot: '^src/platform/' },
    },
    {
      name: 'model-is-words-only',
      from: { path: '^src/model/' },
      to: { path: '^(src|web|bench)/', pathNot: '^src/model/' },
    },
    {
      name: 'standards-are-pure',
      from: { path: '^src/standards/', pathNot: '\\.test\\.ts$' },
      to: { path: '^(src|web|bench)/', pathNot: '^src/(standards|model)/' },
    },
    {
      name: 'a-source-stands-alone',
      from: { path: `^src/(${catalogues})/([^/]+)/`, pathNot: '\\.test\\.ts$' },
      to: {
        path: '^(src|web|bench)/',
        pathNot: [
          `^src/$1/$2/`,
          `^src/$1/[^/]+\\.ts$`,
          '^src/connectors/(directory|table|records|scan-report)/',
          '^src/(model|standards)/',
          '^src/platform/(errors|id)\\.ts$',
          '^src/platform/log\\.ts$',
        ],
      },
    },
    {
      name: 'a-catalogue-is-a-list',
      from: { path: `^src/(${catalogues})/[^/]+\\.ts$`, pathNot: '\\.test\\.ts$' },
      to: {
        path: '^(src|web|bench)/',
        pathNot: [`^src/$1/`, '^src/(model|standards)/', '^src/platform/(errors|log)\\.ts$'],
      },
    },
    {
      name: 'domain-knows-no-source',
      from: { path: '^src/domain/', pathNot: '\\.test\\.ts$' },
      to: { path: '^(src|web|bench)/', pathNot: '^src/(domain|model|standards|platform)/' },
    },
    {
      name: 'enter-a-module-by-its-door',
      from: { path: '^src/', pathNot: ['^src/domain/([^/]+)/', '\\.test\\.ts$'] },
      to: { path: '^src/domain/([^/]+)/', pathNot: ['^src/domain/([^/]+)/\\1\\.ts$'] },
    },
    {
      name: 'enter-a-neighbour-by-its-door',
      from: { path: '^src/domain/([^/]+)/', pathNot: '\\.test\\.ts$' },
      to: { path: '^src/domain/([^/]+)/', pathNot: ['^src/domain/$1/', '^src/domain/([^/]+)/\\1\\.ts$'] },
    },
    ...Object.entries(mayUse).map(([module, left]) => ({
      name: `the-domain-has-an-order-${module}`,
      from: { path: `^src/domain/${module}/`, pathNot: '\\.test\\.ts$' },
      to: { path: '^src/domain/', pathNot: [`^src/domain/${module}/`, ...left.map((name) => `^src/domain/${name}/`)] },
    })),
    {
      name: 'matching-is-a-function',
      from: { path: '^src/domain/matching/', pathNot: '\\.test\\.ts$' },
      to: { path: '^src/', pathNot: '^src/(domain/matching|model|standards)/' },
    },
    {
      name: 'resolving-is-a-function',
      from: { path: '^src/domain/resolving/', pathNot: '\\.test\\.ts$' },
      to: { path: '^src/', pathNot: '^src/(domain/(resolving|matching)|model|standards)/' },
    },
    {
      name: 'query-is-a-function',
      from: { path: '^src/domain/query/', pathNot: '\\.test\\.ts$' },
      to: { path: '^src/', pathNot: '^src/(domain/query|model)/|^src/platform/errors\\.ts$' },
    },
    {
      name: 'applicability-is-a-function',
      from: { path: '^src/domain/applicability/', pathNot: '\\.test\\.ts$' },
      to: { path: '^src/', pathNot: '^src/(domain/(applicability|matching)|model|standards)/' },
    },
    {
      name: 'pure-code-does-no-io',
      from: {
        path: '^src/(model|standards|domain/(?:matching|resolving|applicability|query)|domain/risk/rules)/',
        pathNot: '\\.test\\.ts$',
      },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?(crypto|util|stream|zlib)$' },
    },
    {
      name: 'surfaces-go-through-the-domain',
      from: { path: '^src/(api|cli)/', pathNot: '\\.test\\.ts$' },
      to: {
        path: '^(src|web|bench)/',
        pathNot: ['^src/(api|cli|domain|model|standards|platform)/'],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'only-the-wiring-knows-all',
      from: { path: '^src/', pathNot: ['^src/(main\\.ts$|wiring/|intake/)', `^src/(${catalogues})/`, '\\.test\\.ts$'] },
      to: { path: `^src/(${catalogues}|wiring|intake)/`, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'intake-drives-catalogues-by-contract',
      from: { path: '^src/intake/', pathNot: '\\.test\\.ts$' },
      to: { path: `^src/(${catalogues}|wiring|api|cli)/`, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'nothing-ships-from-the-bench',
      from: { path: '^(src|web)/', pathNot: '\\.test\\.tsx?$' },
      to: { path: '^(bench|tests|tools)/' },
    },
    { name: 'web-knows-only-the-api', from: { path: '^web/' }, to: { path: '^(src|bench|tests|tools)/' } },
    {
      name: 'sql-stands-in-stores',
      from: {
        path: '^src/',
        pathNot: ['-store\\.ts$', '^src/platform/(db|backup)/', '\\.test\\.ts$', '^src/cli/commands/doctor\\.ts$'],
      },
      to: { path: 'node_modules/(kysely|pg|pg-copy-streams|pg-cursor)/' },
    },
    {
      name: 'no-cycles',
      from: { path: '^(src|web|bench|tools)/' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'nothing-unreachable',
      from: { path: '^src/main\\.ts$' },
      // A module's library is read from its folder, file by file; nothing names its members.
      to: { path: '^src/', pathNot: ['\\.test\\.ts$', '^src/domain/[^/]+/library/'], reachable: false },
    },
    {
      name: 'declared-packages-only',
      from: { path: '^(src|web|bench|tools)/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'unknown', 'undetermined'] },
    },
    { name: 'everything-resolves', from: { path: '^(src|bench|tools)/' }, to: { couldNotResolve: true } },
  ],
  options: {
    // TypeScript 7 has no JavaScript API: with the default parser nothing would be read, and nothing forbidden.
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(fixtures|generated)/' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.css', '.json'],
      conditionNames: ['import', 'node', 'default', 'types'],
      exportsFields: ['exports'],
    },
  },
}
