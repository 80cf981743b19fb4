export { createBrowserFallback } from "@undertone/audio/browser";
export { configureRuntime, type RuntimeConfiguration } from "@undertone/onnx";
