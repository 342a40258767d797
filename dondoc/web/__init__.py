"""What browsers and programs reach: pages, a folder a service, and the API."""
