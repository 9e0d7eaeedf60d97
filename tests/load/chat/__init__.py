"""A load generator for live chat over WebSocket: counts every delivery at every client, in one C loop.

One core of it outruns any server that it measures. `python -m tests.load.chat_load --help` says what it can do.
"""
