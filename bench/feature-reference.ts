/** Writes docs/features/reference.md, the page of all features: `npm run bench -- feature-reference`. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { featureReference } from "../packages/speech/src/testing/feature-reference.node.ts";

const root = join(import.meta.dirname, "..");
writeFileSync(join(root, "docs/features/reference.md"), featureReference(root));
console.log("wrote docs/features/reference.md");
