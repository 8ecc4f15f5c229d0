// Compresses the built page once, so that the server need not do it for each visit: NAME.br and NAME.gz.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const FOLDER = join(import.meta.dirname, "../../server/playground/static/assets");
/** Bytes: what is smaller fits one packet as it is. */
const LEAST = 1000;

for (const name of readdirSync(FOLDER).filter((each) => /\.(js|css|svg)$/.test(each))) {
  const content = readFileSync(join(FOLDER, name));
  if (content.length < LEAST) continue;
  const hints = { [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
  writeFileSync(join(FOLDER, `${name}.br`), brotliCompressSync(content, { params: hints }));
  writeFileSync(join(FOLDER, `${name}.gz`), gzipSync(content, { level: 9 }));
}
