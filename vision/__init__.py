"""Pictures measured; OpenCV and Pillow live only here.

Numpy multiplies matrices on one thread: ours are small, and two threads that wait for each other
on busy cores take five times as long. It has to be told before it is loaded, here and in children.
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
