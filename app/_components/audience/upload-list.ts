// Sends a file of people to the server, which reads it while it arrives and answers when it has read all of it. Only the old
// request object tells how much has left, so fetch is not used here.
import { ProblemError, readAnswer } from "@/app/_components/api";
import type { ListView } from "@/lib/domain/views";

/** `share` of the file that has been sent, from 0 to 1. Throws ProblemError; the rejection after an abort is an AbortError. */
export function uploadList(
  file: Blob, name: string, { onShare, signal }: { onShare: (share: number) => void; signal: AbortSignal },
): Promise<ListView> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", `/api/lists?name=${encodeURIComponent(name)}`);
    request.setRequestHeader("content-type", "text/csv");
    request.upload.onprogress = ({ loaded, total }) => onShare(total > 0 ? loaded / total : 1);
    request.onload = () => {
      try {
        resolve(readAnswer<ListView>(request, request.responseText));
      } catch (error) {
        reject(error);
      }
    };
    request.onerror = () => {
      reject(new ProblemError({ status: 0, code: "OFFLINE", detail: "The server cannot be reached." }));
    };
    request.onabort = () => reject(new DOMException("The upload was stopped.", "AbortError"));
    signal.addEventListener("abort", () => request.abort());
    request.send(file);
  });
}
