import { describeLedger } from "@/lib/testing/ledger-contract";

import { makeMemoryWorld } from "./memory-world";

describeLedger("memory", makeMemoryWorld);
