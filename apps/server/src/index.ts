export { readConfiguration, type ServerConfiguration, type Setting, settingsOfServer } from "./config.ts";
export { resetPassword } from "./reset-password.ts";
export { type RunningServer, startServer } from "./start-server.ts";
