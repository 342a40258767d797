"""Starts Prefect's processes and wakes its flows, without importing Prefect."""
