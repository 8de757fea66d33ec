// Makes the style sheet and the scripts small:
//   node minify.mjs style  <main.css> <out>   bundles the imports and minifies
//   node minify.mjs module <in.js>    <out>   bundles the module with what it imports and minifies
import { writeFile } from 'node:fs/promises';

const [kind, input, output] = process.argv.slice(2);

const kinds = {
  async style() {
    const { bundle } = await import('lightningcss');
    // Without targets nothing is rewritten for older browsers.
    const { code, warnings } = bundle({ filename: input, minify: true });
    for (const { message, loc } of warnings) console.error(`${loc?.filename}:${loc?.line}: ${message}`);
    if (warnings.length > 0) process.exit(1);
    return code;
  },
  async module() {
    const { build } = await import('esbuild');
    const { outputFiles } = await build({
      entryPoints: [input],
      bundle: true,
      write: false,
      minify: true,
      format: 'esm',
      target: 'es2022',
      legalComments: 'none',
    });
    return outputFiles[0].contents;
  },
};

await writeFile(output, await kinds[kind]());
