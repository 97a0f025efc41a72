"""The reference implementation of GraphQL that tests compare with: graphql-js, fetched by npm into the build directory."""

import os
import shutil
import subprocess
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
MODULES = os.path.join(ROOT, "build", "reference")


def install_reference():
    """(the directory with node_modules in it, why it is not there or None)."""
    if shutil.which("npm") is None or shutil.which("node") is None:
        return MODULES, "it needs node and npm"
    if not os.path.isdir(os.path.join(MODULES, "node_modules", "graphql")):
        # Aside, so that nothing half fetched is taken for it; a registry may not answer for a moment.
        fetched = MODULES + ".part"
        if not any(_fetch(fetched, pause) for pause in (0, 5, 15)):
            return MODULES, "npm did not get graphql-js"
        shutil.rmtree(MODULES, ignore_errors=True)
        os.rename(fetched, MODULES)
    return MODULES, None


def _fetch(directory, pause):
    time.sleep(pause)
    shutil.rmtree(directory, ignore_errors=True)
    os.makedirs(directory)
    try:
        npm = subprocess.run(["npm", "install", "--silent", "--no-save", "--fetch-retry-mintimeout=2000",
                              "--fetch-retry-maxtimeout=10000", "--prefix", directory, "graphql@16.11.0"],
                             stdout=subprocess.DEVNULL, timeout=300, check=False)
    except subprocess.TimeoutExpired:
        return False
    return npm.returncode == 0
