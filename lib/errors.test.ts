// Every error code has its HTTP status, and an error carries issues and a cause only when it was given them.
import { describe, expect, it } from "vitest";

import { AppError, type ErrorCode, HTTP_STATUS } from "./errors";

describe("AppError", () => {
  it.each(Object.entries(HTTP_STATUS))("%s is answered with %i", (code, status) => {
    expect(new AppError(code as ErrorCode, "No.").status).toBe(status);
  });

  it("carries issues and a cause when given, and neither otherwise", () => {
    const cause = new Error("why");
    const issues = [{ path: "message.title", message: "Write a title." }];
    expect(new AppError("INCOMPLETE", "Incomplete.", { issues, cause })).toMatchObject({ issues, cause });
    expect(new AppError("CONFLICT", "Changed.").issues).toEqual([]);
    expect("cause" in new AppError("CONFLICT", "Changed.")).toBe(false);
  });
});
