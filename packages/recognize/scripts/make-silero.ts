/** Writes assets/silero-vad.onnx from the network that the npm package @ricky0123/vad-web carries. */
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { sileroGraph } from "../src/vad/silero-graph.ts";

const packaged = createRequire(import.meta.url).resolve("@ricky0123/vad-web/dist/silero_vad_v6.onnx");
const graph = sileroGraph(new Uint8Array(readFileSync(packaged)));
const path = join(import.meta.dirname, "../assets/silero-vad.onnx");
writeFileSync(path, graph);
process.stdout.write(`Wrote ${path}: ${graph.length} bytes.\n`);
