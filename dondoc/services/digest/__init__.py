"""The quarterly digest (báo cáo tổng hợp quý): its figures, how they are kept and shown."""
