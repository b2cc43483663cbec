// Installs the app for people, and takes that wish back.
import { handle } from "@/app/api/_handle";
import { installApp } from "@/lib/commands/install-app";
import { withdrawAppInstalls } from "@/lib/commands/withdraw-installs";

export const POST = handle(installApp, (body) => body, (output) => output, 202);

export const DELETE = handle(withdrawAppInstalls, (body) => body, (output) => output);
