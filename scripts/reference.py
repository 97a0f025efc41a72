"""The reference implementation of GraphQL that tests compare with: graphql-js, fetched by npm into the build directory."""

import os
import shutil
import subprocess

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
MODULES = os.path.join(ROOT, "build", "reference")


def install_reference():
    """(the directory with node_modules in it, why it is not there or None)."""
    if shutil.which("npm") is None or shutil.which("node") is None:
        return MODULES, "it needs node and npm"
    os.makedirs(MODULES, exist_ok=True)
    if not os.path.isdir(os.path.join(MODULES, "node_modules", "graphql")):
        npm = subprocess.run(["npm", "install", "--silent", "--no-save", "--prefix", MODULES, "graphql@16.11.0"],
                             stdout=subprocess.DEVNULL, timeout=120, check=False)
        if npm.returncode != 0:
            return MODULES, "npm did not get graphql-js"
    return MODULES, None
