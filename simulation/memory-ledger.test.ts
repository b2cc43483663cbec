// The simulation's ledger in memory keeps the same contract as the one in PostgreSQL.
import { describeLedger } from "@/lib/testing/ledger-contract";

import { makeMemoryWorld } from "./memory-world";

describeLedger("memory", makeMemoryWorld);
